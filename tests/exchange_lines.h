#pragma once

/* The test vectors of MERGE.md 16: A; B and C edit A without knowing of each other; R resolves. */
#define HEADER "zc1,rid,parents,cells\n"
#define ID_A   "rfv07x79f8f06y2x8t39j1krrbe70d0p3"
#define ID_B   "rbn1kpaawskxfmc5y1zvwmdyxsxc3g2g1"
#define ID_C   "rgwskby0hwgbmsfqz3x64e0y585b8k2vj"
#define ID_R   "rym8jywqethhd7ewbhjh1ten6tyhg6618"
#define RID    "e0123456789abcdefghjkmnpq"
#define LINE_A                                                                                     \
    ID_A "," RID ",,.at=2025-03-01T09:30:00+08:00,.by=张三,.dev=d7k2,.form=ent@1,.g=3,"          \
         ".role=worker,_status=draft,ent_name=西宁甲商贸有限公司,phone=0971-6123456\n"
#define LINE_B                                                                                     \
    ID_B "," RID "," ID_A ",.at=2025-03-01T10:00:00+08:00,.by=张三,.dev=d7k2,.form=ent@1,.g=3,"  \
         ".role=worker,phone=13900000001\n"
#define LINE_C                                                                                     \
    ID_C "," RID "," ID_A ",.at=2025-02-20T08:00:00+08:00,.by=李四,.dev=d9p0,.form=ent@1,.g=5,"  \
         ".role=worker,\"memo=二楼, \"\"东\"\"侧\\n路径 C:\\\\n\",phone=13900000002\n"
#define LINE_R                                                                                     \
    ID_R "," RID "," ID_B " " ID_C ",.at=2025-03-05T15:00:00+08:00,.by=王五,.dev=dL01,"          \
         ".form=ent@1,.g=9,.note=电话核实,.role=leader,_status=group_ok,phone=13900000002\n"
#define END_3  "end,3,b1x3ffttangf9pdf50b94c96wjv8z63z\n"
#define END_4  "end,4,jjdxrdjsc4pc664t5k2w5f26tw167nn3\n"
#define FILE_3 HEADER LINE_A LINE_B LINE_C END_3
#define FILE_4 HEADER LINE_A LINE_B LINE_C LINE_R END_4
